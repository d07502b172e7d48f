using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <content>Making references.</content>
internal abstract partial class CallRuntime
{
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        GetGrain<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        GetGrain<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return GetGrain<TGrainInterface>(IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)Refer(typeof(TGrainInterface), grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (RuntimeContext.Current is not null)
        {
            // Orleans' rule: an object of a grain would be called outside of the grain's turns.
            throw new InvalidOperationException("Cannot create a local object reference from a grain.");
        }

        if (obj is GrainReference or Grain)
        {
            throw new ArgumentException("Argument must not be a grain or a grain reference.", nameof(obj));
        }

        if (!typeof(TGrainObserverInterface).IsInterface || obj is not TGrainObserverInterface)
        {
            throw new ArgumentException(
                $"{obj.GetType().FullName} does not implement {typeof(TGrainObserverInterface).FullName}, or that is no interface.", nameof(obj));
        }

        return (TGrainObserverInterface)(object)Refer(typeof(TGrainObserverInterface), Observers.Add(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not GrainReference reference || !Observers.Remove(reference.GrainId))
        {
            throw new ArgumentException("Reference is not associated with a local object.", nameof(obj));
        }
    }

    public GrainReference Refer(Type grainInterface, GrainId id) => ProxyFactory.Create(grainInterface, id, this);

    GrainReference IReferenceBinder.Bind(Type grainInterface, GrainId id) => Refer(grainInterface, id);

    GrainId IReferenceBinder.IdOf(IAddressable grain) => grain switch
    {
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw new NotSupportedException(
            $"{grain.GetType().FullName} can only be passed to a grain as a reference made by {nameof(CreateObjectReference)}."),
    };

    private TGrainInterface GetGrain<TGrainInterface>(IdSpan key, string? prefix) =>
        (TGrainInterface)(object)Refer(
            typeof(TGrainInterface), GrainId.Create(GrainManifest.Current.TypeFor(typeof(TGrainInterface), prefix), key));
}
