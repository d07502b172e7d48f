using System.Reflection;
using System.Reflection.Emit;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Objects;

/// <summary>Emits the code that passes a type's members to their codecs, private ones included, without boxing.</summary>
internal static class MemberEmitter
{
    /// <summary>Writes all members: header and payload each, and the end of each level but the last.</summary>
    public static MembersWriter<T> Writer<T>(TypeShape shape)
    {
        var method = NewMethod("Write", typeof(void), [typeof(Writer).MakeByRefType(), typeof(T).MakeByRefType()]);
        var il = method.GetILGenerator();
        for (var level = 0; level < shape.Levels.Count; level++)
        {
            if (level > 0)
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Ldc_I4, (int)WireType.EndLevel);
                il.Emit(OpCodes.Call, typeof(Writer).GetMethod(nameof(Buffers.Writer.WriteHeader))!);
            }

            foreach (var member in shape.Levels[level])
            {
                EmitCodec(il, member.Type);
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4, unchecked((int)member.Id));
                EmitOwner<T>(il, OpCodes.Ldarg_1);
                EmitGet(il, member);
                il.Emit(OpCodes.Callvirt, CodecMethod(member.Type, "Write"));
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MembersWriter<T>>();
    }

    /// <summary>Reads the payload of one member into an object; answers whether there is such a member.</summary>
    public static MemberReader<T> Reader<T>(TypeShape shape)
    {
        var method = NewMethod("Read", typeof(bool), [typeof(Reader).MakeByRefType(), typeof(T).MakeByRefType(), typeof(int), typeof(uint), typeof(WireType)]);
        var il = method.GetILGenerator();
        for (var level = 0; level < shape.Levels.Count; level++)
        {
            var next = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldc_I4, level);
            il.Emit(OpCodes.Bne_Un, next);
            foreach (var member in shape.Levels[level])
            {
                EmitReadIfSame<T>(il, member);
            }

            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(next);
        }

        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MemberReader<T>>();
    }

    /// <summary>Copies all members from one object to another.</summary>
    public static MembersCopier<T> Copier<T>(TypeShape shape)
    {
        var reference = typeof(T).MakeByRefType();
        var method = NewMethod("Copy", typeof(void), [reference, reference, typeof(CopyContext).MakeByRefType()]);
        var il = method.GetILGenerator();
        foreach (var member in shape.Members)
        {
            EmitOwner<T>(il, OpCodes.Ldarg_1);
            if (member.IsImmutable || TypeFacts.IsShareable(member.Type))
            {
                EmitOwner<T>(il, OpCodes.Ldarg_0);
                EmitGet(il, member);
            }
            else
            {
                EmitCodec(il, member.Type);
                EmitOwner<T>(il, OpCodes.Ldarg_0);
                EmitGet(il, member);
                il.Emit(OpCodes.Ldarg_2);
                il.Emit(OpCodes.Callvirt, CodecMethod(member.Type, "Copy"));
            }

            EmitSet(il, member);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MembersCopier<T>>();
    }

    /// <summary>Loads the codec of a type.</summary>
    public static void EmitCodec(ILGenerator il, Type type) =>
        il.Emit(OpCodes.Call, typeof(CodecCache<>).MakeGenericType(type).GetMethod("Get")!);

    /// <summary>A method of the codec of a type.</summary>
    public static MethodInfo CodecMethod(Type type, string name) => typeof(Codec<>).MakeGenericType(type).GetMethod(name)!;

    private static void EmitReadIfSame<T>(ILGenerator il, MemberShape member)
    {
        var other = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldc_I4, unchecked((int)member.Id));
        il.Emit(OpCodes.Bne_Un, other);
        EmitOwner<T>(il, OpCodes.Ldarg_1);
        EmitCodec(il, member.Type);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_S, (byte)4);
        il.Emit(OpCodes.Callvirt, CodecMethod(member.Type, "Read"));
        EmitSet(il, member);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(other);
    }

    /// <summary>Loads what members are read from and set on: the object, or the address of the struct.</summary>
    private static void EmitOwner<T>(ILGenerator il, OpCode argument)
    {
        il.Emit(argument);
        if (!typeof(T).IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }

    private static void EmitGet(ILGenerator il, MemberShape member)
    {
        if (member.Field is not null)
        {
            il.Emit(OpCodes.Ldfld, member.Field);
            return;
        }

        il.Emit(CallOn(member), member.Property!.GetMethod!);
    }

    private static void EmitSet(ILGenerator il, MemberShape member)
    {
        if (member.Field is not null)
        {
            il.Emit(OpCodes.Stfld, member.Field);
            return;
        }

        il.Emit(CallOn(member), member.Property!.SetMethod!);
    }

    private static OpCode CallOn(MemberShape member) => member.Property!.DeclaringType!.IsValueType ? OpCodes.Call : OpCodes.Callvirt;

    private static DynamicMethod NewMethod(string name, Type result, Type[] parameters) =>
        new(name, result, parameters, typeof(MemberEmitter).Module, skipVisibility: true);
}
