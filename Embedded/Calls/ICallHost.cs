using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Where calls run: an activation or an observer.</summary>
internal interface ICallHost
{
    CallRuntime Runtime { get; }

    /// <summary>Calls the method, through the filters if there are any.</summary>
    ValueTask<TResult> Invoke<TResult>(RunnableCall<TResult> call, GrainRequest<TResult> request);

    /// <summary>Called in a turn when a call that was started has ended, before its caller learns of it.</summary>
    void OnCallEnded(RunnableCall call);

    /// <summary>Starts the waiting calls that may start now.</summary>
    void StartWaiting();
}
