using Orleans.Internal;
using Orleans.Runtime.Providers;

namespace OrleansRocket.Tests.Engine.Streams;

internal sealed class QuickBackoff() : FixedBackoff(TimeSpan.FromMilliseconds(20)), IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider;
