using System.Text;
using FsCheck;
using FsCheck.Fluent;
using static OrleansRocket.Tests.Engine.Serialization.SerializerFixture;

namespace OrleansRocket.Tests.Engine.Serialization;

/// <summary>
/// Whatever is written is read the same, over generated values. A failure prints its replay pair; run the test again with the environment variable
/// SERIALIZATION_REPLAY set to that pair, "seed,gamma", to see the same values.
/// </summary>
public sealed class SerializationProperties
{
    private static readonly string[]? Replay = Environment.GetEnvironmentVariable("SERIALIZATION_REPLAY")?.Split(',');

    [Fact]
    public void Numbers() => Check(from a in Any<int>() from b in Any<long>() from c in Any<double>() from d in Any<decimal>() select (a, b, c, d));

    [Fact]
    public void Extreme_numbers() => Check(Gen.Elements(long.MinValue, long.MinValue + 1, -129, -128, -65, -64, -1, 0, 1, 63, 64, 127, 128, long.MaxValue));

    [Fact]
    public void Times() => Check(from a in Any<DateTime>() from b in Any<TimeSpan>() from c in Any<DateTimeOffset>() select (a, b, c));

    [Fact]
    public void Texts() => Check(Text());

    [Fact]
    public void Nullables() => Check(from a in Any<int?>() from b in Any<Guid?>() from c in Any<bool?>() select (a, b, c));

    [Fact]
    public void Lists_of_texts() => Check(Text().ListOf(), list => string.Join('|', list));

    [Fact]
    public void Bytes() => Check(Any<byte[]>(), bytes => bytes is null ? "null" : Convert.ToHexString(bytes));

    [Fact]
    public void Records_in_lists() =>
        Check(
            (from name in Text()
             from legs in Any<int>()
             from breed in Text()
             from length in Any<double>()
             from kind in Gen.Choose(0, 2)
             select kind switch { 0 => new Animal(name) { Legs = legs }, 1 => new Dog(name, legs > 0) { Breed = breed }, _ => new Snake(name, length) })
            .ListOf(),
            list => string.Join('|', list));

    [Fact]
    public void Dictionaries() => Check(Any<Dictionary<int, int>>(), map => string.Join('|', map.OrderBy(pair => pair.Key)));

    [Fact]
    public void Trees() => Check(Tree(4), Describe);

    private static Gen<T> Any<T>() => ArbMap.Default.GeneratorFor<T>();

    // Halves of surrogate pairs cannot be written as UTF-8; both engines replace them.
    private static Gen<string> Text() => Any<string?>().Select(text => text is null ? "" : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static Gen<Node> Tree(int depth) =>
        from name in Text()
        from children in depth == 0 ? Gen.Constant(new List<Node>()) : Tree(depth - 1).ListOf().Resize(3).Select(list => new List<Node>(list))
        select new Node { Name = name, Children = children };

    private static string Describe(Node node) => $"{node.Name}({string.Join(',', node.Children.Select(Describe))})";

    private static void Check<T>(Gen<T> values, Func<T, string>? describe = null)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true);
        config = Replay is null ? config : config.WithReplay(ulong.Parse(Replay[0], null), ulong.Parse(Replay[1], null));
        Prop.ForAll(values.ToArbitrary(), value => Same(value, RoundTrip(value), describe) && Same(value, Copier.Copy(value)!, describe)).Check(config);
    }

    private static bool Same<T>(T expected, T actual, Func<T, string>? describe) =>
        describe is null ? EqualityComparer<T>.Default.Equals(expected, actual) : describe(expected) == describe(actual);
}
