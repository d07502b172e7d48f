using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Serialization.Codecs;
using OrleansRocket.Tests.Embedded.Invocation;
using OrleansRocket.Tests.Engine.Serialization;

namespace OrleansRocket.Tests.Embedded.Serialization;

public sealed class TypeFactsTests
{
    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(string))]
    [InlineData(typeof(Colour))]
    [InlineData(typeof(Guid?))]
    [InlineData(typeof(Point))]
    [InlineData(typeof(Fraction))]
    [InlineData(typeof(Frozen))]
    [InlineData(typeof(GrainId))]
    [InlineData(typeof(SiloAddress))]
    [InlineData(typeof(Immutable<byte[]>))]
    [InlineData(typeof(ImmutableArray<Point>))]
    [InlineData(typeof((int, string)))]
    [InlineData(typeof(Tuple<int, string>))]
    [InlineData(typeof(KeyValuePair<string, Frozen>))]
    [InlineData(typeof(QuotaException))]
    public void Values_that_never_change_need_no_copy(Type type) => Assert.True(TypeFacts.IsShareable(type));

    [Theory]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(ReadOnlyMemory<byte>))]
    [InlineData(typeof(List<int>))]
    [InlineData(typeof(object))]
    [InlineData(typeof(Basics))]
    [InlineData(typeof(Animal))]
    [InlineData(typeof(ImmutableArray<byte[]>))]
    [InlineData(typeof((int, List<int>)))]
    [InlineData(typeof(IReadOnlyList<int>))]
    [InlineData(typeof(ICalculator))]
    [InlineData(typeof(OpenFrozen))]
    public void Values_that_may_change_are_copied(Type type) => Assert.False(TypeFacts.IsShareable(type));

    [Theory]
    [InlineData(typeof(Node), true)]
    [InlineData(typeof(List<Node>), true)]
    [InlineData(typeof(Secret), true)]
    [InlineData(typeof(Zoo), true)]
    [InlineData(typeof(object[]), true)]
    [InlineData(typeof(Collections), false)]
    [InlineData(typeof(Basics), false)]
    [InlineData(typeof(Positional), false)]
    [InlineData(typeof(Dictionary<string, List<Point>>), false)]
    [InlineData(typeof(string), false)]
    [InlineData(typeof(Point), false)]
    [InlineData(typeof(QuotaException), false)]
    public void Only_types_that_can_lead_back_to_themselves_are_tracked(Type type, bool tracked) => Assert.Equal(tracked, TypeFacts.IsTracked(type));

    [Fact]
    public void An_immutable_class_is_shared_and_a_derived_class_that_is_not_is_copied()
    {
        var frozen = new OpenFrozen { Value = [1] };
        var melted = new Melted { Value = [1], More = [2] };
        Assert.Same(frozen, SerializerFixture.Copier.Copy(frozen));
        var copy = SerializerFixture.Copier.Copy<OpenFrozen>(melted);
        Assert.NotSame(melted, copy);
        Assert.NotSame(melted.More, ((Melted)copy!).More);
    }

    [Fact]
    public void An_object_that_was_skipped_and_is_referred_to_twice_is_made_once()
    {
        var inner = new Node { Name = "inner" };
        var written = new LinkV2 { Skipped = [new Node { Next = inner }, inner], Node = inner, Root = new Node { Next = inner } };
        var serializer = SerializerFixture.Serializer;
        var read = serializer.Deserialize<LinkV1>(serializer.SerializeToArray(written))!;
        Assert.Equal("inner", read.Node!.Name);
        Assert.Same(read.Node, read.Root!.Next);
    }

    [GenerateSerializer, Immutable]
    public class OpenFrozen
    {
        [Id(0)] public byte[]? Value { get; init; }
    }

    [GenerateSerializer]
    public sealed class Melted : OpenFrozen
    {
        [Id(0)] public byte[]? More { get; init; }
    }
}
