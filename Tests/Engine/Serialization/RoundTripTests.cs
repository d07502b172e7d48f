using System.Collections.Immutable;
using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Engine.Serialization;

public sealed class RoundTripTests
{
    [Fact]
    public void Every_basic_type_keeps_its_value()
    {
        var value = new Basics
        {
            Flag = true,
            Byte = 200,
            SByte = -100,
            Short = short.MinValue,
            UShort = ushort.MaxValue,
            Int = int.MinValue,
            UInt = uint.MaxValue,
            Long = long.MinValue,
            ULong = ulong.MaxValue,
            Float = float.Epsilon,
            Double = double.NaN,
            Decimal = decimal.MinValue,
            Char = 'ß',
            Text = "grüße \U0001F680",
            Guid = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Time = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc),
            Zoned = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-570)),
            Span = TimeSpan.MinValue,
            Day = DateOnly.MaxValue,
            Clock = TimeOnly.MaxValue,
            Uri = new Uri("https://example.org/a?b=c"),
            Version = new Version(1, 2, 3, 4),
            Colour = Colour.Green,
            Maybe = 5,
            MaybeColour = Colour.Red,
        };

        var back = RoundTrip(value);

        foreach (var property in typeof(Basics).GetProperties())
        {
            Assert.Equal(property.GetValue(value), property.GetValue(back));
        }

        Assert.Equal(DateTimeKind.Utc, back.Time.Kind);
        Assert.Equal(value.Zoned.Offset, back.Zoned.Offset);
    }

    [Fact]
    public void Empty_members_stay_empty()
    {
        var back = RoundTrip(new Basics());
        Assert.Null(back.Text);
        Assert.Null(back.Uri);
        Assert.Null(back.Maybe);
        Assert.Equal(default, back.Time);

        var collections = RoundTrip(new Collections());
        Assert.Null(collections.Bytes);
        Assert.Null(collections.Map);
        Assert.Equal(0, collections.Memory.Length);
        Assert.True(collections.Points.IsDefault);
    }

    [Fact]
    public void Collections_keep_their_items()
    {
        var back = RoundTrip(SampleCollections());

        Assert.Equal([1, 2, 3], back.Bytes!);
        Assert.Equal([4, 5], back.Memory.ToArray());
        Assert.Equal([int.MinValue, 0, int.MaxValue], back.Ints!);
        Assert.Equal(new[] { "a", null, "" }.AsEnumerable(), back.Texts!);
        Assert.Equal(["x", "y"], back.List!);
        Assert.Equal([1, 2], back.Set!.Order());
        Assert.Equal([7, 8], back.Map!["k"]);
        Assert.Equal([new Point(1, 2), new Point(-3, 4)], back.Points.ToArray());
        Assert.Equal([new Point(9, 9)], back.ReadOnly!);
        Assert.Equal(5L, back.ReadOnlyMap!["five"]);
        Assert.Equal(new KeyValuePair<string, int>("key", 1), back.Pair);
        Assert.Equal((3, "three"), back.Values);
        Assert.Equal(Tuple.Create(1, "t"), back.Tuple);
        Assert.Equal([1, null, 3], back.Maybes!);
        Assert.Equal([[1], [], [2, 3]], back.Jagged!);
        Assert.Equal([2, 3], back.Segment.ToArray());
        Assert.Equal([1, 2, 3], back.Sequence!);
    }

    [Fact]
    public void Empty_collections_are_not_null()
    {
        var back = RoundTrip(new Collections { Bytes = [], Ints = [], List = [], Map = [], Points = [], ReadOnly = [], Jagged = [] });
        Assert.Empty(back.Bytes!);
        Assert.Empty(back.Ints!);
        Assert.Empty(back.List!);
        Assert.Empty(back.Map!);
        Assert.Empty(back.Points);
        Assert.Empty(back.ReadOnly!);
        Assert.Empty(back.Jagged!);
    }

    [Fact]
    public void A_dictionary_keeps_comparing_without_regard_to_case()
    {
        var map = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase) { ["Key"] = [1] };
        Assert.Equal([1], RoundTrip(new Collections { Map = map }).Map!["kEY"]);
    }

    [Fact]
    public void A_list_behind_an_interface_may_be_of_any_kind()
    {
        IReadOnlyList<int>[] lists = [new List<int> { 1, 2 }, new[] { 1, 2 }, ImmutableArray.Create(1, 2), (IReadOnlyList<int>)[1, 2]];
        foreach (var list in lists)
        {
            Assert.Equal([1, 2], RoundTrip(list));
        }
    }

    [Fact]
    public void Records_carry_positional_and_other_members()
    {
        var back = RoundTrip(new Positional("n", 3, ["a", "b"]) { Note = "hello", NotCarried = 5 });
        Assert.Equal("n", back.Name);
        Assert.Equal(3, back.Age);
        Assert.Equal(["a", "b"], back.Tags);
        Assert.Equal("hello", back.Note);
        Assert.Equal(0, back.NotCarried);
    }

    [Fact]
    public void Structs_with_private_readonly_fields_are_carried() => Assert.Equal(0.75, RoundTrip(new Fraction(3, 4)).Value);

    [Fact]
    public void A_class_without_a_parameterless_constructor_is_carried() => Assert.Equal(42, RoundTrip(new NoDefaultConstructor(42)).Value);

    [Fact]
    public void Values_of_derived_types_keep_their_type()
    {
        var zoo = new Zoo
        {
            Favourite = new Dog("Rex", true) { Breed = "Boxer", Legs = 3 },
            Animals = [new Animal("Thing"), new Snake("Kaa", 4.5), new Dog("Lassie", false)],
            Anything = new List<Point> { new(1, 2) },
            Vehicle = Car.Create("B-AR 1", 5),
            Comparable = "text",
        };

        var back = RoundTrip(zoo);

        Assert.Equal(zoo.Favourite, back.Favourite);
        Assert.Equal(zoo.Animals, back.Animals);
        Assert.Equal([new Point(1, 2)], Assert.IsType<List<Point>>(back.Anything));
        var car = Assert.IsType<Car>(back.Vehicle);
        Assert.Equal(("B-AR 1", 5), (car.Plate, car.Seats));
        Assert.Equal("text", back.Comparable);
    }

    [Fact]
    public void Simple_values_in_a_member_of_type_object_keep_their_type()
    {
        object[] values = [1, 2L, "s", true, 1.5, Guid.Empty, Colour.Green, new Point(1, 1), new[] { 1, 2 }, TimeSpan.FromDays(1), (1, "x")];
        foreach (var value in values)
        {
            var back = RoundTrip(new Zoo { Anything = value }).Anything;
            Assert.Equal(value.GetType(), back!.GetType());
            Assert.Equal(value, back);
        }
    }

    [Fact]
    public void Internal_and_generic_types_are_carried()
    {
        var back = RoundTrip(new Secret { Number = 1, Inner = new() { Value = new Secret { Number = 2 }, Values = [new Secret { Number = 3 }] } });
        Assert.Equal(1, back.Number);
        Assert.Equal(2, back.Inner!.Value!.Number);
        Assert.Equal(3, back.Inner.Values![0].Number);
    }

    [Fact]
    public void Cycles_and_objects_met_twice_keep_their_identity()
    {
        var root = new Node { Name = "root" };
        var child = new Node { Name = "child", Next = root };
        root.Children.AddRange([child, child]);
        root.Next = child;

        var back = RoundTrip(root);

        Assert.Equal("root", back.Name);
        Assert.Same(back, back.Next!.Next);
        Assert.Same(back.Children[0], back.Children[1]);
        Assert.Same(back.Next, back.Children[0]);
    }

    [Fact]
    public void A_hundred_nested_objects_are_carried()
    {
        Node? chain = null;
        for (var i = 0; i < 100; i++)
        {
            chain = new Node { Name = $"{i}", Next = chain };
        }

        var length = 0;
        for (var node = RoundTrip(chain); node is not null; node = node.Next)
        {
            length++;
        }

        Assert.Equal(100, length);
    }

    [Fact]
    public void Large_collections_are_carried()
    {
        var points = ImmutableArray.CreateRange(Enumerable.Range(0, 20_000).Select(i => new Point(i, -i)));
        var nodes = new Node { Children = [.. Enumerable.Range(0, 10_000).Select(i => new Node { Name = $"{i}" })] };
        Assert.Equal(points.AsEnumerable(), RoundTrip(new Collections { Points = points }).Points);
        Assert.Equal(nodes.Children.Select(node => node.Name), RoundTrip(nodes).Children.Select(node => node.Name));
    }

    internal static Collections SampleCollections() => new()
    {
        Bytes = [1, 2, 3],
        Memory = new byte[] { 4, 5 },
        Ints = [int.MinValue, 0, int.MaxValue],
        Texts = ["a", null, ""],
        List = ["x", "y"],
        Set = [1, 2],
        Map = new() { ["k"] = [7, 8] },
        Points = [new(1, 2), new(-3, 4)],
        ReadOnly = [new(9, 9)],
        ReadOnlyMap = new Dictionary<string, long> { ["five"] = 5 },
        Pair = new("key", 1),
        Values = (3, "three"),
        Tuple = Tuple.Create(1, "t"),
        Maybes = [1, null, 3],
        Jagged = [[1], [], [2, 3]],
        Segment = new ArraySegment<byte>([1, 2, 3, 4], 1, 2),
        Sequence = Enumerable.Range(1, 3).ToList(),
    };
}
