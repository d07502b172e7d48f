using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded;

/// <content>What is inside a message, written and read.</content>
internal sealed partial class Message
{
    public static Message Request(Call call, GrainRequest request, CallRuntime runtime)
    {
        var writer = new Writer(runtime);
        try
        {
            ProxyFactory.WriteRequest(ref writer, request);
            var length = writer.Length;
            var pooled = writer.Detach();
            return new Message
            {
                Kind = MessageKind.Request,
                Id = call.Id,
                Target = call.Target,
                Source = call.Source,
                Forwards = call.Forwards,
                MayBeCancelled = request.Method.CancellationArgument >= 0,
                TimeToLive = runtime.TimeLeft(call),
                Context = WriteContext(call.Context, runtime),
                Body = pooled.AsMemory(0, length),
                Pooled = pooled,
            };
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static Message Write<TResult>(TResult result, CallRuntime runtime)
    {
        if (typeof(TResult) == typeof(VoidResult))
        {
            return new Message { Kind = MessageKind.Result };
        }

        var writer = new Writer(runtime);
        try
        {
            writer.WriteValue(result);
            var length = writer.Length;
            var pooled = writer.Detach();
            return new Message { Kind = MessageKind.Result, Body = pooled.AsMemory(0, length), Pooled = pooled };
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static Message Write(Exception exception, CallRuntime runtime)
    {
        byte[] body;
        try
        {
            body = Bytes(exception, runtime);
        }
        catch (SerializerException failure)
        {
            // An exception that cannot be written is told in words rather than lost.
            var text = $"{exception.GetType().FullName}: {exception.Message} (not serializable: {failure.Message})";
            body = Bytes<Exception>(new OrleansException(text), runtime);
        }

        return new Message { Kind = MessageKind.Exception, Body = body };
    }

    public static byte[] Bytes<T>(T value, CallRuntime runtime)
    {
        var writer = new Writer(runtime);
        try
        {
            writer.WriteValue(value);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public TResult ReadBody<TResult>(CallRuntime runtime)
    {
        if (typeof(TResult) == typeof(VoidResult))
        {
            return default!;
        }

        var reader = new Reader(Body, runtime);
        return reader.ReadValue<TResult>();
    }

    public Exception ReadException(CallRuntime runtime) => ReadBody<Exception>(runtime);

    /// <summary>The call in this message with its arguments.</summary>
    public RunnableCall ReadRequest(CallRuntime runtime, Call call)
    {
        var reader = new Reader(Body, runtime);
        var request = ProxyFactory.ReadRequest(ref reader);
        return request.Arrive(runtime, this, call.Forwards);
    }

    public Dictionary<string, object>? ReadContext(CallRuntime runtime)
    {
        if (Context is null)
        {
            return null;
        }

        var reader = new Reader(Context, runtime);
        return reader.ReadValue<Dictionary<string, object>>();
    }

    /// <summary>The same request, to be sent on by another node that takes the answer back.</summary>
    public Message Onward(Call call) => new()
    {
        Kind = MessageKind.Request,
        Id = Id == 0 ? 0 : call.Id,
        Target = Target,
        Source = Source,
        Forwards = call.Forwards,
        MayBeCancelled = MayBeCancelled,
        TimeToLive = TimeToLive,
        Context = Context,
        Body = Body,
    };

    /// <summary>The same answer for the node that asked first.</summary>
    public Message Answer(Message question, bool wasSentOn) =>
        new() { Kind = Kind, Id = question.Id, Body = Body, Pooled = Pooled, WasSentOn = wasSentOn };

    private static byte[]? WriteContext(Dictionary<string, object>? context, CallRuntime runtime) =>
        context is null ? null : Bytes(context, runtime);
}
