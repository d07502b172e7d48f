namespace OrleansRocket.Log.Epochs;

/// <summary>What a replica has promised: to accept nothing from an earlier epoch, nor from another leader of the same one.</summary>
/// <param name="Epoch">The epoch; 0 when nothing was ever promised.</param>
/// <param name="Leader">The store that leads in it.</param>
public readonly record struct EpochPromise(int Epoch, string Leader)
{
    /// <summary>Nothing was promised yet.</summary>
    public static readonly EpochPromise None = new(0, string.Empty);

    /// <summary>Whether this promise allows to promise another one: a later epoch, or the same once more.</summary>
    internal bool Allows(EpochPromise other) => other.Epoch > Epoch || other == this;
}
