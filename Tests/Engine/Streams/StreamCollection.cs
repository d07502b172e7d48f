namespace OrleansRocket.Tests.Engine.Streams;

[CollectionDefinition(StreamFixture.Name)]
public sealed class StreamCollection : ICollectionFixture<StreamFixture>;
