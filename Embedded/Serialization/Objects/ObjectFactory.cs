using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.Objects;

/// <summary>Makes empty objects: by the constructor without parameters if there is one, even a private one, else without running any.</summary>
internal static class ObjectFactory
{
    public static Func<T> For<T>()
        where T : class
    {
        var constructor = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []);
        if (constructor is null)
        {
            return static () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
        }

        var method = new DynamicMethod("New", typeof(T), [], typeof(ObjectFactory).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<T>>();
    }
}
