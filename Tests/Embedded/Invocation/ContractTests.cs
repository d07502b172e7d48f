using Orleans.Serialization.Codecs;
using Orleans.Serialization.Invocation;

namespace OrleansRocket.Tests.Embedded.Invocation;

/// <summary>The repository's own grain interfaces: what the packages' code generator finds while it compiles, this engine finds here.</summary>
public sealed class ContractTests
{
    public static TheoryData<Type> Contracts =>
        [.. typeof(RocketException).Assembly.GetTypes().Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))];

    public static TheoryData<Type> Messages =>
        [.. typeof(RocketException).Assembly.GetTypes().Where(type => !type.IsGenericTypeDefinition && type.IsDefined(typeof(GenerateSerializerAttribute), false))];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void All_arguments_and_results_of_a_grain_interface_have_codecs(Type contract)
    {
        Assert.NotNull(ProxyFactory.Create(contract, GrainId.Create("t", "k"), new LoopbackRuntime()));
        foreach (var method in ProxyFactory.GetMethods(contract))
        {
            Assert.NotNull(CodecProvider.GetDeclared(method.ResultType));
            foreach (var parameter in method.Info.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
            {
                Assert.NotNull(CodecProvider.GetDeclared(parameter.ParameterType));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void All_members_of_a_message_have_codecs(Type message)
    {
        Assert.NotNull(CodecProvider.GetDeclared(message));
        foreach (var member in Orleans.Serialization.Objects.TypeShape.TryGet(message)?.Members ?? [])
        {
            Assert.NotNull(CodecProvider.GetDeclared(member.Type));
        }
    }
}
