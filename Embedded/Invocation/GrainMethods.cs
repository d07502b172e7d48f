using System.Reflection;
using System.Text;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Codecs;

namespace Orleans.Serialization.Invocation;

/// <summary>Reads the methods of a grain interface and refuses those that cannot be called over the cluster.</summary>
internal static class GrainMethods
{
    /// <summary>The alias of an interface, or its full name.</summary>
    public static string NameOf(Type contract) => contract.GetCustomAttribute<AliasAttribute>()?.Alias ?? contract.FullName ?? contract.Name;

    /// <summary>The methods that an interface itself declares.</summary>
    /// <exception cref="InvalidGrainInterfaceException">One of them cannot be called over the cluster.</exception>
    public static GrainMethod[] Of(Type contract)
    {
        if (contract.GetProperties().Length > 0 || contract.GetEvents().Length > 0)
        {
            throw new InvalidGrainInterfaceException($"Grain interface {contract} has properties or events; only methods can be called on a grain.");
        }

        GrainMethod[] methods = [.. contract.GetMethods().Where(method => !method.IsStatic).Select(method => Describe(contract, method))];
        foreach (var same in methods.GroupBy(method => method.Id).Where(group => group.Count() > 1))
        {
            throw new InvalidGrainInterfaceException(
                $"Methods {string.Join(" and ", same.Select(method => method.Name))} of grain interface {contract} have the same id; give one of them another [Id] or [Alias].");
        }

        return methods;
    }

    private static GrainMethod Describe(Type contract, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var tokens = parameters.Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToArray();
        var result = ResultOf(method.ReturnType);
        var problem =
            result is null ? $"returns {method.ReturnType}, which is not Task, Task<T>, ValueTask, ValueTask<T> or void" :
            method.IsGenericMethodDefinition ? "is generic" :
            parameters.Any(parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike) ? "has a parameter that is passed by reference" :
            tokens.Length > 1 ? "has more than one CancellationToken parameter" :
            method.IsDefined(typeof(OneWayAttribute)) && result != typeof(VoidResult) ? "is one-way but has a result" : null;
        if (problem is not null)
        {
            throw new InvalidGrainInterfaceException($"Method {method.Name} of grain interface {contract} {problem}, so it cannot be called on a grain.");
        }

        return new GrainMethod
        {
            Interface = contract,
            Info = method,
            InterfaceName = NameOf(contract),
            Name = method.Name,
            Id = IdOf(method),
            IsExtension = typeof(IGrainExtension).IsAssignableFrom(contract),
            AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute)),
            ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute)),
            OneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute)),
            ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout,
            CancellationArgument = tokens.Length == 1 ? tokens[0].Position : -1,
            ResultImmutable = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute), false) || TypeFacts.IsShareable(result!),
            ResultType = result!,
        };
    }

    private static Type? ResultOf(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask) || type == typeof(void))
        {
            return typeof(VoidResult);
        }

        return type.IsConstructedGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : null;
    }

    private static int IdOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<IdAttribute>() is { } id)
        {
            return (int)id.Id;
        }

        var name = method.GetCustomAttribute<AliasAttribute>()?.Alias
            ?? $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.ToString()))})";
        return (int)StableHash.Compute(Encoding.UTF8.GetBytes(name));
    }
}
