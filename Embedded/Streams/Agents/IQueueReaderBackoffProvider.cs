using Orleans.Internal;

namespace Orleans.Runtime.Providers;

/// <summary>How long to wait before a queue is read again after a failure.</summary>
public interface IQueueReaderBackoffProvider : IBackoffProvider;
