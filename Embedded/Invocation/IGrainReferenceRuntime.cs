using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Sends the calls that are made on grain references.</summary>
internal interface IGrainReferenceRuntime
{
    /// <summary>Sends a request and gives its result, or throws what the method threw.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="target">The reference that was called.</param>
    /// <param name="request">The call; its arguments are the caller's own objects and have to be copied.</param>
    ValueTask<TResult> Invoke<TResult>(GrainReference target, GrainRequest<TResult> request);

    /// <summary>Sends a request that has no response.</summary>
    /// <param name="target">The reference that was called.</param>
    /// <param name="request">The call.</param>
    void InvokeOneWay(GrainReference target, GrainRequest request);
}
