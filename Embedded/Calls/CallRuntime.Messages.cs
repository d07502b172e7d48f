using Orleans.Embedded;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <content>Sending to and answering other nodes.</content>
internal abstract partial class CallRuntime
{
    /// <summary>Sends a call to another node and remembers it until the answer comes.</summary>
    public void SendTo(SiloAddress node, Call call, bool newPlacement)
    {
        Message message;
        try
        {
            if (call is OneWayCall)
            {
                call.Id = 0;
            }
            else
            {
                Pending.Add(call, node);
                if (call is RelayedCall or IInboundCall)
                {
                    // The caller's own node gives up by itself; this entry must not outlive that.
                    Deadlines.Add(call, null);
                }
                else if (call.IsAbandoned)
                {
                    Pending.Remove(call);
                    return;
                }
            }

            message = call.ToMessage(this);
        }
        catch (SerializerException exception)
        {
            Pending.Remove(call);
            call.Fail(exception);
            return;
        }

        message.NewPlacement = newPlacement;
        if (message.Body.Length > Messaging.MaxMessageBodySize)
        {
            Pending.Remove(call);
            call.Fail(new OrleansMessageRejectionException(
                $"The message {call} has {message.Body.Length} bytes; the limit MaxMessageBodySize is {Messaging.MaxMessageBodySize}."));
        }
        else
        {
            var outcome = Transmit(message, node);
            if (outcome != SendOutcome.Sent && (Pending.Remove(call) || call.Id == 0))
            {
                call.Fail(outcome == SendOutcome.Busy
                    ? new OrleansMessageRejectionException($"Too many bytes wait to be sent to {node}; it did not get {call}.")
                    : Unreachable(node, call));
            }
        }
    }

    public SendOutcome Transmit(Message message, SiloAddress node)
    {
        message.Sender = Address;
        message.Receiver = node;
        return Gate.IsClosed ? SendOutcome.NoSuchNode : Fabric.Transport.Send(message);
    }

    /// <summary>Answers a request with an exception, if its sender awaits an answer.</summary>
    public void Respond(Message request, Exception exception) => Respond(request, Message.Write(exception, this));

    /// <summary>Answers a request, if its sender awaits an answer.</summary>
    public void Respond(Message request, Message response, bool wasSentOn = false)
    {
        if (request.Id != 0)
        {
            Transmit(response.Answer(request, wasSentOn), request.Sender);
        }
    }

    /// <summary>Called when an answer says that the grain is not where the call was sent.</summary>
    protected virtual void OnMoved(GrainId grain)
    {
    }

    /// <summary>Sets the deadline of a request that came in by this node's clock.</summary>
    protected void StartClock(Message message)
    {
        if (message.TimeToLive is { } left)
        {
            message.Deadline = Environment.Time.GetTimestamp()
                + (long)(left.TotalSeconds * Environment.Time.TimestampFrequency);
        }
    }

    /// <summary>The call in a message; null if its context cannot be read, which is then its answer.</summary>
    protected RelayedCall? Arrive(Message message)
    {
        try
        {
            var call = new RelayedCall(this, message)
            {
                Target = message.Target,
                Source = message.Source,
                Forwards = message.Forwards,
                Context = message.ReadContext(this),
            };
            Inbound.Add(message, call);
            return call;
        }
        catch (SerializerException exception)
        {
            Respond(message, exception);
            return null;
        }
    }

    protected void TakeAnswer(Message message)
    {
        if (Pending.Take(message.Id) is { } call)
        {
            if (message.WasSentOn)
            {
                OnMoved(call.Target);
            }

            call.SentTo = null;
            call.Accept(message);
        }
    }

    protected void TakeCancel(Message message) => Inbound.Find(message.Sender, message.Id)?.Cancel();

    /// <summary>Fails what was sent to nodes that are gone, at once.</summary>
    protected void FailSentTo(Func<SiloAddress, bool> gone) => Pending.Fail(gone, call => new SiloUnavailableException(
        $"The target silo became unavailable for message: {call}. Whether the request ran is unknown."));

    public virtual void OnLost(SiloAddress node, string reason) => Pending.Fail(node.Equals, call => new SiloUnavailableException(
        $"The connection to {node} was lost ({reason}) before there was an answer to {call}. Whether the request ran is unknown."));

    protected abstract Exception Unreachable(SiloAddress node, Call call);
}
