using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Engine.Serialization;

public sealed class VersionToleranceTests
{
    [Fact]
    public void Members_that_an_older_reader_does_not_know_are_skipped()
    {
        var graph = new Node { Name = "n" };
        graph.Next = graph;
        var old = As<OrderV2, OrderV1>(new OrderV2
        {
            Id = "id",
            Graph = graph,
            Amount = 5,
            Extra = new() { ["k"] = [new(1, 2)] },
            Anything = new Dog("d", true),
            Weight = 1.5,
            Key = Guid.Empty,
            Animals = [new Snake("s", 1), new Animal("a")],
            Price = 1,
            Last = "last",
            Signature = new byte[1000],
        });

        Assert.Equal(("id", 5, "last"), (old.Id, old.Amount, old.Last));
    }

    [Fact]
    public void Members_that_are_missing_keep_what_the_constructor_gave_them()
    {
        var value = As<OrderV1, OrderV2>(new OrderV1 { Id = "id", Amount = 7, Last = "x" });
        Assert.Equal(("id", 7, "x"), (value.Id, value.Amount, value.Last));
        Assert.Null(value.Graph);
        Assert.Null(value.Signature);

        Assert.Equal(-1, As<EmptyOrder, OrderV1>(new EmptyOrder()).Amount);
    }

    [Fact]
    public void An_object_inside_a_skipped_member_is_found_when_a_known_one_refers_to_it()
    {
        var inner = new Node { Name = "inner" };
        var shared = new Node { Name = "shared", Next = inner };
        var dog = new Dog("Rex", true);

        var value = As<LinkV2, LinkV1>(new LinkV2 { Skipped = [dog, shared, "text", inner], Node = inner, Typed = dog, Root = shared });

        Assert.Equal("inner", value.Node!.Name);
        Assert.Equal(dog, value.Typed);
        Assert.Equal(("shared", "inner"), (value.Root!.Name, value.Root.Next!.Name));
    }

    [Fact]
    public void A_positional_record_may_get_more_parameters()
    {
        Assert.Equal(new EventV1("n"), As<EventV2, EventV1>(new EventV2("n", 3, "s")));
        Assert.Equal(new EventV2("n", 0, null), As<EventV1, EventV2>(new EventV1("n")));
    }

    [Fact]
    public void Every_class_of_a_hierarchy_may_get_more_members()
    {
        var old = As<DerivedV2, DerivedV1>(new DerivedV2 { A = 1, Added = "x", B = 2, Added2 = "y" });
        Assert.Equal((1, 2), (old.A, old.B));

        var current = As<DerivedV1, DerivedV2>(new DerivedV1 { A = 1, B = 2 });
        Assert.Equal((1, 2), (current.A, current.B));
        Assert.Null(current.Added);
    }

    [Fact]
    public void A_number_may_become_wider()
    {
        Assert.Equal(-5L, As<Generic<int>, Generic<long>>(new Generic<int> { Value = -5 }).Value);
        Assert.Equal(5UL, As<Generic<ushort>, Generic<ulong>>(new Generic<ushort> { Value = 5 }).Value);
    }

    private static TRead As<TWritten, TRead>(TWritten value) => Serializer.Deserialize<TRead>(Serializer.SerializeToArray(value))!;
}

[GenerateSerializer]
public sealed class EmptyOrder
{
    [Id(77)] public int Other { get; set; }
}
