using System.Reflection;
using System.Reflection.Emit;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Objects;

namespace Orleans.Serialization.Invocation;

/// <summary>Emits the request class of one grain method: a typed field for each argument.</summary>
internal sealed class RequestEmitter
{
    private const string MethodField = "TheMethod";
    private const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    private readonly GrainMethod _method;
    private readonly ParameterInfo[] _parameters;
    private readonly Type _parent;
    private readonly TypeBuilder _type;
    private readonly FieldBuilder[] _fields;
    private readonly ConstructorBuilder _constructor;

    private RequestEmitter(EmittedAssembly assembly, GrainMethod method, int number)
    {
        _method = method;
        _parameters = method.Info.GetParameters();
        _parent = typeof(GrainRequest<>).MakeGenericType(method.ResultType);
        _type = assembly.DefineClass($"Request{number}_{method.Name}", _parent);
        _fields = [.. _parameters.Select(parameter => _type.DefineField(FieldName(parameter.Position), parameter.ParameterType, FieldAttributes.Public))];
        _constructor = _type.DefineDefaultConstructor(MethodAttributes.Public);
    }

    /// <summary>The name of the field that holds an argument.</summary>
    public static string FieldName(int position) => $"Argument{position}";

    /// <summary>Emits the class.</summary>
    public static Type Emit(EmittedAssembly assembly, GrainMethod method, int number)
    {
        var emitter = new RequestEmitter(assembly, method, number);
        emitter.EmitMethodProperty();
        emitter.EmitInvoke();
        emitter.EmitCopy();
        emitter.EmitWrite();
        emitter.EmitRead();
        emitter.EmitArguments();
        emitter.EmitCancellation();
        var type = emitter._type.CreateType();
        type.GetField(MethodField)!.SetValue(null, method);
        return type;
    }

    private ILGenerator Implement(Type declaring, string name)
    {
        var inherited = declaring.GetMethod(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        var visibility = inherited.Attributes & MethodAttributes.MemberAccessMask;
        var attributes = (Override & ~MethodAttributes.MemberAccessMask) | visibility;
        var parameters = inherited.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var method = _type.DefineMethod(name, attributes, inherited.ReturnType, parameters);
        return method.GetILGenerator();
    }

    private void EmitMethodProperty()
    {
        var field = _type.DefineField(MethodField, typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
        var il = Implement(typeof(GrainRequest), "get_Method");
        il.Emit(OpCodes.Ldsfld, field);
        il.Emit(OpCodes.Ret);
    }

    private void EmitInvoke()
    {
        var il = Implement(_parent, "InvokeOn");
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, _method.Interface);
        foreach (var field in _fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, _method.Info);
        var result = _method.Info.ReturnType;
        if (result == typeof(void))
        {
            var local = il.DeclareLocal(typeof(ValueTask<VoidResult>));
            il.Emit(OpCodes.Ldloc, local);
        }
        else if (result == typeof(Task))
        {
            il.Emit(OpCodes.Call, typeof(GrainCalls).GetMethod(nameof(GrainCalls.FromPlainTask))!);
        }
        else if (result == typeof(ValueTask))
        {
            il.Emit(OpCodes.Call, typeof(GrainCalls).GetMethod(nameof(GrainCalls.FromPlainValueTask))!);
        }
        else if (result.GetGenericTypeDefinition() == typeof(Task<>))
        {
            il.Emit(OpCodes.Call, typeof(GrainCalls).GetMethod(nameof(GrainCalls.FromTask))!.MakeGenericMethod(_method.ResultType));
        }

        il.Emit(OpCodes.Ret);
    }

    private bool NeedsCopy(ParameterInfo parameter) =>
        parameter.ParameterType != typeof(CancellationToken)
        && !parameter.IsDefined(typeof(ImmutableAttribute), false)
        && !TypeFacts.IsShareable(parameter.ParameterType);

    private void EmitCopy()
    {
        var il = Implement(typeof(GrainRequest), nameof(GrainRequest.CopyFor));
        if (!_parameters.Any(NeedsCopy))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ret);
            return;
        }

        var context = il.DeclareLocal(typeof(CopyContext));
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, typeof(DeepCopier).GetMethod(nameof(DeepCopier.NewContext), BindingFlags.Instance | BindingFlags.NonPublic)!);
        il.Emit(OpCodes.Stloc, context);
        il.Emit(OpCodes.Newobj, _constructor);
        foreach (var parameter in _parameters)
        {
            var field = _fields[parameter.Position];
            il.Emit(OpCodes.Dup);
            if (NeedsCopy(parameter))
            {
                MemberEmitter.EmitCodec(il, parameter.ParameterType);
            }

            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
            if (NeedsCopy(parameter))
            {
                il.Emit(OpCodes.Ldloca, context);
                il.Emit(OpCodes.Callvirt, MemberEmitter.CodecMethod(parameter.ParameterType, "Copy"));
            }

            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
    }

    private void EmitWrite()
    {
        var il = Implement(typeof(GrainRequest), nameof(GrainRequest.WriteArguments));
        foreach (var parameter in _parameters.Where(parameter => parameter.Position != _method.CancellationArgument))
        {
            MemberEmitter.EmitCodec(il, parameter.ParameterType);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, parameter.Position);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, _fields[parameter.Position]);
            il.Emit(OpCodes.Callvirt, MemberEmitter.CodecMethod(parameter.ParameterType, "Write"));
        }

        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldc_I4, (int)WireType.End);
        il.Emit(OpCodes.Call, typeof(Writer).GetMethod(nameof(Writer.WriteHeader))!);
        il.Emit(OpCodes.Ret);
    }

    private void EmitRead()
    {
        var il = Implement(typeof(GrainRequest), "ReadArgument");
        foreach (var parameter in _parameters.Where(parameter => parameter.Position != _method.CancellationArgument))
        {
            var other = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldc_I4, parameter.Position);
            il.Emit(OpCodes.Bne_Un, other);
            il.Emit(OpCodes.Ldarg_0);
            MemberEmitter.EmitCodec(il, parameter.ParameterType);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Callvirt, MemberEmitter.CodecMethod(parameter.ParameterType, "Read"));
            il.Emit(OpCodes.Stfld, _fields[parameter.Position]);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(other);
        }

        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
    }

    private void EmitArguments()
    {
        var count = Implement(typeof(GrainRequest), nameof(GrainRequest.GetArgumentCount));
        count.Emit(OpCodes.Ldc_I4, _fields.Length);
        count.Emit(OpCodes.Ret);

        EmitForEach(nameof(GrainRequest.GetArgument), (il, field) =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Box, field.FieldType);
        });
        EmitForEach(nameof(GrainRequest.SetArgument), (il, field) =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Unbox_Any, field.FieldType);
            il.Emit(OpCodes.Stfld, field);
        });
    }

    private void EmitForEach(string name, Action<ILGenerator, FieldBuilder> body)
    {
        var il = Implement(typeof(GrainRequest), name);
        for (var i = 0; i < _fields.Length; i++)
        {
            var other = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Bne_Un, other);
            body(il, _fields[i]);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(other);
        }

        il.Emit(OpCodes.Ldstr, "index");
        il.Emit(OpCodes.Newobj, typeof(ArgumentOutOfRangeException).GetConstructor([typeof(string)])!);
        il.Emit(OpCodes.Throw);
    }

    private void EmitCancellation()
    {
        if (_method.CancellationArgument < 0)
        {
            return;
        }

        var field = _fields[_method.CancellationArgument];
        var get = Implement(typeof(GrainRequest), "get_Cancellation");
        get.Emit(OpCodes.Ldarg_0);
        get.Emit(OpCodes.Ldfld, field);
        get.Emit(OpCodes.Ret);
        var set = Implement(typeof(GrainRequest), "set_Cancellation");
        set.Emit(OpCodes.Ldarg_0);
        set.Emit(OpCodes.Ldarg_1);
        set.Emit(OpCodes.Stfld, field);
        set.Emit(OpCodes.Ret);
    }
}
