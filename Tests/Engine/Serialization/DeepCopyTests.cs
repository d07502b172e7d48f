using System.Collections.Immutable;
using Orleans.Concurrency;
using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Engine.Serialization;

public sealed class DeepCopyTests
{
    [Fact]
    public void A_copy_shares_nothing_that_can_change()
    {
        var value = RoundTripTests.SampleCollections();
        var copy = Copier.Copy(value);

        Assert.NotSame(value, copy);
        value.Bytes![0] = 99;
        value.Ints![0] = 99;
        value.Texts![0] = "changed";
        value.List!.Add("z");
        value.Set!.Add(99);
        value.Map!["k"].Add(9);
        value.Map["new"] = [];
        value.Jagged![0][0] = 99;
        value.Maybes!.Clear();
        ((List<int>)value.Sequence!).Clear();

        Assert.Equal([1, 2, 3], copy.Bytes!);
        Assert.Equal(int.MinValue, copy.Ints![0]);
        Assert.Equal("a", copy.Texts![0]);
        Assert.Equal(["x", "y"], copy.List!);
        Assert.Equal(2, copy.Set!.Count);
        Assert.Equal([7, 8], Assert.Single(copy.Map!).Value);
        Assert.Equal(1, copy.Jagged![0][0]);
        Assert.Equal([1, null, 3], copy.Maybes!);
        Assert.Equal([1, 2, 3], copy.Sequence!);
        Assert.Equal(value.Points.AsEnumerable(), copy.Points);
        Assert.Equal(value.Pair, copy.Pair);
        Assert.Equal(value.Values, copy.Values);
    }

    [Fact]
    public void What_is_marked_immutable_is_shared()
    {
        var value = new Holder { Frozen = new Frozen { Bytes = [1] }, Shared = [2], Own = [3], Wrapped = new byte[] { 4 }.AsImmutable(), Names = ["n"] };
        var copy = Copier.Copy(value);

        Assert.Same(value.Frozen, copy.Frozen);
        Assert.Same(value.Shared, copy.Shared);
        Assert.Same(value.Wrapped.Value, copy.Wrapped.Value);
        Assert.NotSame(value.Own, copy.Own);
        Assert.Equal(value.Own, copy.Own);
        Assert.NotSame(value.Names, copy.Names);
        Assert.Same(value.Names[0], copy.Names![0]);
    }

    [Fact]
    public void Values_that_cannot_change_are_their_own_copies()
    {
        var text = new string('a', 3);
        Assert.Same(text, Copier.Copy(text));
        var uri = new Uri("https://example.org");
        Assert.Same(uri, Copier.Copy(uri));
        var points = ImmutableArray.Create(new Point(1, 2));
        Assert.Equal(points, Copier.Copy(points));
        var frozen = new Frozen();
        Assert.Same(frozen, Copier.Copy<object>(frozen));
    }

    [Fact]
    public void Copies_keep_types_derived_types_and_private_members()
    {
        var zoo = new Zoo { Favourite = new Dog("Rex", true) { Breed = "b" }, Animals = [new Snake("s", 1)], Vehicle = Car.Create("p", 3), Anything = new List<int> { 1 } };
        var copy = Copier.Copy(zoo);

        Assert.Equal(zoo.Favourite, copy.Favourite);
        Assert.NotSame(zoo.Favourite, copy.Favourite);
        Assert.Equal(zoo.Animals, copy.Animals);
        Assert.Equal(3, Assert.IsType<Car>(copy.Vehicle).Seats);
        Assert.NotSame(zoo.Anything, copy.Anything);
        Assert.Equal([1], Assert.IsType<List<int>>(copy.Anything));
    }

    [Fact]
    public void Cycles_are_copied_as_cycles()
    {
        var root = new Node { Name = "root" };
        root.Next = new Node { Name = "next", Next = root, Children = [root] };
        var copy = Copier.Copy(root);

        Assert.NotSame(root, copy);
        Assert.NotSame(root.Next, copy.Next);
        Assert.Same(copy, copy.Next!.Next);
        Assert.Same(copy, copy.Next.Children[0]);
    }

    [Fact]
    public void Records_and_structs_are_copied()
    {
        var record = new Positional("n", 1, new List<string> { "a" }) { Note = "x" };
        var copy = Copier.Copy(record);
        Assert.NotSame(record.Tags, copy.Tags);
        Assert.Equal(record.Tags, copy.Tags);
        Assert.Equal((record.Name, record.Age, record.Note), (copy.Name, copy.Age, copy.Note));
        Assert.Equal(0.5, Copier.Copy(new Fraction(1, 2)).Value);
        Assert.Equal(7, Copier.Copy(new NoDefaultConstructor(7)).Value);
    }

    [Fact]
    public void A_copied_dictionary_compares_as_the_original_does()
    {
        var map = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 };
        Assert.Equal(1, Copier.Copy(map)["kEY"]);
    }
}
