using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Epochs;

/// <summary>What a replica has promised: to accept nothing from an earlier epoch, nor from another leader of the same one.</summary>
/// <param name="Epoch">The epoch; 0 when nothing was ever promised.</param>
/// <param name="Leader">The store that leads in it.</param>
public readonly record struct EpochPromise(int Epoch, string Leader)
{
    /// <summary>Nothing was promised yet.</summary>
    public static readonly EpochPromise None = new(0, string.Empty);

    /// <summary>The leader's name in 4 bytes, never 0: CRC32C of it.</summary>
    public int LeaderId => Crc32C.Compute(Encoding.UTF8.GetBytes(Leader)) is var hash and not 0 ? (int)hash : 1;

    /// <summary>Whether this promise allows to promise another one: a later epoch, or the same once more.</summary>
    internal bool Allows(EpochPromise other) => other.Epoch > Epoch || other == this;
}
