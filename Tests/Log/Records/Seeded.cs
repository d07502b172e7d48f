using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>
/// Random tests take a new seed in every run and write it to the test's output, which a failure shows. Set
/// ROCKET_TEST_SEED to that number to run the same again.
/// </summary>
internal static class Seeded
{
    private const string Variable = "ROCKET_TEST_SEED";

    public static Random NewRandom() => new(NewSeed());

    public static void ForAll<T>(Gen<T> values, Action<T> property, int tests = 200)
    {
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(tests)
            .WithQuietOnSuccess(true)
            .WithReplay(new Replay(new Rnd((ulong)NewSeed()), null));
        Check.One(config, Prop.ForAll(values.ToArbitrary(), property));
    }

    private static int NewSeed()
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        int seed = given is null ? RandomNumberGenerator.GetInt32(int.MaxValue) : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}. To replay, run this test with {Variable}={seed}.");
        return seed;
    }
}
