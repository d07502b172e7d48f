using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.Invocation;

/// <summary>
/// An assembly in memory for the classes of one grain interface. It may use the internal types of this assembly and of all that the interface
/// mentions: the run time honours the attribute that says so, by its name.
/// </summary>
internal sealed class EmittedAssembly
{
    private readonly ModuleBuilder _module;

    public EmittedAssembly(Type contract)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Orleans.Emitted.{contract.Name}"), AssemblyBuilderAccess.Run);
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var assemblies = new HashSet<Assembly> { typeof(EmittedAssembly).Assembly };
        foreach (var each in contract.GetInterfaces().Append(contract))
        {
            Collect(each, assemblies);
        }

        foreach (var each in assemblies)
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [each.GetName().Name!]));
        }

        _module = assembly.DefineDynamicModule("Emitted");
    }

    public TypeBuilder DefineClass(string name, Type parent) =>
        _module.DefineType(name, TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed, parent);

    private static void Collect(Type contract, HashSet<Assembly> assemblies)
    {
        AddWithParts(contract, assemblies);
        foreach (var method in contract.GetMethods())
        {
            AddWithParts(method.ReturnType, assemblies);
            foreach (var parameter in method.GetParameters())
            {
                AddWithParts(parameter.ParameterType, assemblies);
            }
        }
    }

    private static void AddWithParts(Type type, HashSet<Assembly> assemblies)
    {
        if (type.HasElementType)
        {
            AddWithParts(type.GetElementType()!, assemblies);
            return;
        }

        assemblies.Add(type.Assembly);
        foreach (var argument in type.GetGenericArguments())
        {
            AddWithParts(argument, assemblies);
        }
    }
}
