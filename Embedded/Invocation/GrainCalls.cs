using Orleans.Runtime;

namespace Orleans.Serialization.Invocation;

/// <summary>What the emitted methods of references and requests call: between the forms of return values and the one form in which calls are sent.</summary>
internal static class GrainCalls
{
    public static Task<T> SendTask<T>(GrainReference target, GrainRequest<T> request) => target.Runtime.Invoke(target, request).AsTask();

    public static ValueTask<T> SendValueTask<T>(GrainReference target, GrainRequest<T> request) => target.Runtime.Invoke(target, request);

    public static Task SendPlainTask(GrainReference target, GrainRequest<VoidResult> request) => target.Runtime.Invoke(target, request).AsTask();

    public static ValueTask SendPlainValueTask(GrainReference target, GrainRequest<VoidResult> request)
    {
        var sent = target.Runtime.Invoke(target, request);
        return sent.IsCompletedSuccessfully ? default : new ValueTask(sent.AsTask());
    }

    public static void SendOneWay(GrainReference target, GrainRequest<VoidResult> request) => target.Runtime.InvokeOneWay(target, request);

    public static Task SendOneWayTask(GrainReference target, GrainRequest<VoidResult> request)
    {
        target.Runtime.InvokeOneWay(target, request);
        return Task.CompletedTask;
    }

    public static ValueTask SendOneWayValueTask(GrainReference target, GrainRequest<VoidResult> request)
    {
        target.Runtime.InvokeOneWay(target, request);
        return default;
    }

    public static ValueTask<T> FromTask<T>(Task<T> task) => new(task);

    public static ValueTask<VoidResult> FromPlainTask(Task task)
    {
        return task.IsCompletedSuccessfully ? default : Await(task);

        static async ValueTask<VoidResult> Await(Task task)
        {
            await task;
            return default;
        }
    }

    public static ValueTask<VoidResult> FromPlainValueTask(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return Await(task);
        }

        task.GetAwaiter().GetResult();
        return default;

        static async ValueTask<VoidResult> Await(ValueTask task)
        {
            await task;
            return default;
        }
    }
}
