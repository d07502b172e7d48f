using Orleans.Embedded;

namespace Orleans.Runtime;

/// <content>Reentrancy within a chain of calls, which a caller has to ask for.</content>
public static partial class RequestContext
{
    /// <summary>The call chain that may reenter the activations that opened a section for it; empty if none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(CallChainKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(CallChainKey);
            }
            else
            {
                Set(CallChainKey, value);
            }
        }
    }

    /// <summary>
    /// Until the result is disposed, calls that come back to this activation through the calls made from here may
    /// interleave with the request that is waiting for them.
    /// </summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new ReentrancySection(original, original == Guid.Empty ? NewId() : original);
    }

    /// <summary>Until the result is disposed, calls made from here cannot reenter.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    private static Guid NewId() => RuntimeContext.Current is Activation activation
        ? activation.Silo.Environment.Randomness.NextGuid()
        : SystemRandomSource.Instance.NextGuid();

    /// <summary>A stretch of code whose calls may, or may not, reenter.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _id;

        internal ReentrancySection(Guid original, Guid id)
        {
            _original = original;
            _id = id;
            if (id != original)
            {
                ReentrancyId = id;
            }

            if (id != Guid.Empty)
            {
                (RuntimeContext.Current as Activation)?.EnterReentrantSection(id);
            }
        }

        /// <summary>Ends the section.</summary>
        public void Dispose()
        {
            if (_id != Guid.Empty)
            {
                (RuntimeContext.Current as Activation)?.ExitReentrantSection(_id);
            }

            if (_id != _original)
            {
                ReentrancyId = _original;
            }
        }
    }
}
