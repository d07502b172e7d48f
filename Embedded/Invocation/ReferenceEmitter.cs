using System.Reflection;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.Serialization.Invocation;

/// <summary>Emits the reference class of a grain interface: each method fills a request and sends it.</summary>
internal static class ReferenceEmitter
{
    /// <summary>Emits the class.</summary>
    /// <param name="assembly">Where to.</param>
    /// <param name="contract">The interface.</param>
    /// <param name="methods">Its methods and the inherited ones, with their request classes.</param>
    public static Type Emit(EmittedAssembly assembly, Type contract, IEnumerable<(GrainMethod Method, Type Request)> methods)
    {
        var parent = typeof(GrainReference<>).MakeGenericType(contract);
        var type = assembly.DefineClass($"Reference_{contract.Name}", parent);
        type.AddInterfaceImplementation(contract);
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, parent.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])!);
        il.Emit(OpCodes.Ret);
        foreach (var (method, request) in methods)
        {
            EmitMethod(type, method, request);
        }

        return type.CreateType();
    }

    private static void EmitMethod(TypeBuilder type, GrainMethod method, Type request)
    {
        var parameters = method.Info.GetParameters().Select(parameter => parameter.ParameterType).ToArray();

        // An explicit implementation: two interfaces may have methods of one name.
        var builder = type.DefineMethod(
            $"{method.Interface.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.Info.ReturnType,
            parameters);
        type.DefineMethodOverride(builder, method.Info);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, request.GetConstructor([])!);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Stfld, request.GetField(RequestEmitter.FieldName(i))!);
        }

        il.Emit(OpCodes.Call, SenderOf(method));
        il.Emit(OpCodes.Ret);
    }

    private static MethodInfo SenderOf(GrainMethod method)
    {
        var result = method.Info.ReturnType;
        if (result.IsConstructedGenericType)
        {
            var name = result.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(GrainCalls.SendTask) : nameof(GrainCalls.SendValueTask);
            return typeof(GrainCalls).GetMethod(name)!.MakeGenericMethod(method.ResultType);
        }

        var plain = (method.OneWay, result == typeof(Task)) switch
        {
            (true, true) => nameof(GrainCalls.SendOneWayTask),
            (true, false) => result == typeof(void) ? nameof(GrainCalls.SendOneWay) : nameof(GrainCalls.SendOneWayValueTask),
            (false, true) => nameof(GrainCalls.SendPlainTask),
            (false, false) => nameof(GrainCalls.SendPlainValueTask),
        };
        return typeof(GrainCalls).GetMethod(plain)!;
    }
}
