using System.Linq.Expressions;
using Orleans.Runtime;

namespace Orleans.Serialization.Invocation;

/// <summary>What was emitted for one grain interface.</summary>
internal sealed class GrainContract
{
    private readonly Dictionary<int, (GrainMethod Method, Func<GrainRequest> Create)> _declared = [];
    private readonly Func<GrainReference> _createReference;

    public GrainContract(Type contract)
    {
        if (!contract.IsInterface || contract.ContainsGenericParameters || !typeof(IAddressable).IsAssignableFrom(contract))
        {
            throw new InvalidGrainInterfaceException($"{contract} is not an interface of grains or observers.");
        }

        Interface = contract;
        var assembly = new EmittedAssembly(contract);
        var number = 0;
        foreach (var method in GrainMethods.Of(contract))
        {
            var request = RequestEmitter.Emit(assembly, method, number++);
            _declared.Add(method.Id, (method, Expression.Lambda<Func<GrainRequest>>(Expression.New(request)).Compile()));
            Requests.Add((method, request));
        }

        var inherited = contract.GetInterfaces().SelectMany(each => ProxyFactory.GetContract(each).DeclaredRequests);
        Methods = [.. Requests.Concat(inherited).Select(pair => pair.Method)];
        var reference = ReferenceEmitter.Emit(assembly, contract, Requests.Concat(inherited));
        _createReference = Expression.Lambda<Func<GrainReference>>(Expression.New(reference)).Compile();
    }

    public Type Interface { get; }

    /// <summary>The methods of the interface and of those that it extends.</summary>
    public IReadOnlyList<GrainMethod> Methods { get; }

    /// <summary>The methods that the interface itself declares, with their request classes.</summary>
    public IReadOnlyList<(GrainMethod Method, Type Request)> DeclaredRequests => Requests;

    private List<(GrainMethod Method, Type Request)> Requests { get; } = [];

    public GrainReference NewReference() => _createReference();

    public (GrainMethod Method, Func<GrainRequest> Create) GetMethod(int id) => _declared.TryGetValue(id, out var found)
        ? found
        : throw new SerializerException($"Grain interface {Interface} has no method with id {id}.");
}
