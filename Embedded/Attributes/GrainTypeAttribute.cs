using Orleans.Runtime;

namespace Orleans;

/// <summary>The name of a grain class in grain ids, instead of the one derived from the class's name.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute : Attribute
{
    private readonly GrainType _grainType;

    /// <summary>Creates it.</summary>
    /// <param name="grainType">The name.</param>
    public GrainTypeAttribute(string grainType) => _grainType = GrainType.Create(grainType);

    /// <summary>The name.</summary>
    /// <param name="services">Not used.</param>
    /// <param name="type">The grain class; not used.</param>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
}
