using Orleans.Internal;

namespace Orleans.Runtime.Providers;

/// <summary>How long to wait before a batch is delivered again.</summary>
public interface IMessageDeliveryBackoffProvider : IBackoffProvider;
