namespace OrleansRocket.Producing;

/// <summary>Who waits for acknowledgements: a single send or a whole batch of the application's.</summary>
internal abstract class PendingSend
{
    /// <summary>A message is acknowledged.</summary>
    /// <param name="slot">Which of those that wait here: 0 for a single send, its place in the application's batch otherwise.</param>
    /// <param name="receipt">Its receipt.</param>
    public abstract void Complete(int slot, in SendReceipt receipt);

    /// <summary>One message more is not going to be acknowledged.</summary>
    public abstract void Fail(Exception failure);
}
