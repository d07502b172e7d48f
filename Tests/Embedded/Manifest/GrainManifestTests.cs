using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace OrleansRocket.Tests.Embedded.Manifest;

public sealed class GrainManifestTests
{
    public interface IAlone : IGrainWithStringKey;

    public interface IShared : IGrainWithStringKey;

    public interface INothing : IGrainWithStringKey;

    private interface IBad : IGrainWithStringKey
    {
        int NoTask();
    }

    [Fact]
    public void The_type_of_a_class_is_its_name_without_grain_or_what_its_attribute_says()
    {
        var manifest = new GrainManifest([typeof(AloneGrain), typeof(Renamed)]);
        Assert.Equal("alone", manifest.TypeFor(typeof(IAlone), null).ToString());
        Assert.Equal("other-name", manifest.TypeFor(typeof(IShared), null).ToString());
    }

    [Fact]
    public void Of_several_classes_the_prefix_or_the_name_of_the_interface_decides()
    {
        var manifest = new GrainManifest([typeof(Shared), typeof(SecondShared)]);
        Assert.Equal("shared", manifest.TypeFor(typeof(IShared), null).ToString());
        var ambiguous = new GrainManifest([typeof(SecondShared), typeof(Renamed)]);
        Assert.Throws<ArgumentException>(() => ambiguous.TypeFor(typeof(IShared), null));
        Assert.Equal("secondshared", ambiguous.TypeFor(typeof(IShared), typeof(SecondShared).FullName).ToString());
    }

    [Fact]
    public void An_interface_without_a_class_is_refused_by_name() => Assert.Contains(
        nameof(INothing),
        Assert.Throws<ArgumentException>(() => new GrainManifest([]).TypeFor(typeof(INothing), null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Two_classes_of_one_type_are_refused_by_name()
    {
        var exception = Assert.Throws<OrleansConfigurationException>(
            () => new GrainManifest([typeof(Renamed), typeof(RenamedToo)]));
        Assert.Contains(nameof(Renamed), exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RenamedToo), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_predicate_that_is_missing_is_refused_by_name()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new GrainClass(typeof(WithoutPredicate)));
        Assert.Contains("Missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_with_an_interface_that_cannot_be_called_is_refused_by_name()
    {
        new GrainManifest([typeof(AloneGrain)]).Check();
        var exception = Assert.ThrowsAny<InvalidOperationException>(() => new GrainManifest([typeof(BadGrain)]).Check());
        Assert.Contains(nameof(IBad), exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(IBad.NoTask), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_grains_of_this_assembly_are_found() => Assert.Contains(
        GrainManifest.Current.Classes, c => c.Type == typeof(Engine.Turns.TurnGrain));

    private sealed class AloneGrain : Grain, IAlone;

    private sealed class BadGrain : Grain, IBad
    {
        public int NoTask() => 1;
    }

    [GrainType("other-name")]
    private sealed class Renamed : Grain, IShared;

    [GrainType("other-name")]
    private abstract class RenamedBase : Grain, IShared;

    private sealed class RenamedToo : RenamedBase;

    private sealed class Shared : Grain, IShared;

    private sealed class SecondShared : Grain, IShared;

    [MayInterleave("Missing")]
    private abstract class WithoutPredicateBase : Grain, IAlone
    {
        public static bool Present(IInvokable request) => request is not null;
    }

    private sealed class WithoutPredicate : WithoutPredicateBase;
}
