namespace Orleans;

/// <summary>Sees every call that arrives at the grains of a silo, or at the grain that implements it.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Does its work and calls <see cref="IGrainCallContext.Invoke"/>, or not.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
