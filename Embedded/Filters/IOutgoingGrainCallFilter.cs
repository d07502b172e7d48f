namespace Orleans;

/// <summary>Sees every call that leaves a silo's grains or a client.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Does its work and calls <see cref="IGrainCallContext.Invoke"/>, or not.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}
