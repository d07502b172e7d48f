using Orleans.Concurrency;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.Types;

namespace OrleansRocket.Tests.Embedded.Invocation;

public sealed class GrainMethodTests
{
    [Fact]
    public void Attributes_of_methods_are_read()
    {
        var methods = ProxyFactory.GetMethods(typeof(IScientific)).ToDictionary(method => method.ToString().Split('.')[^1] + method.Info.GetParameters()[0].ParameterType.Name);
        var root = methods["SquareRootDouble"];
        Assert.True(root.AlwaysInterleave);
        Assert.Equal(TimeSpan.FromSeconds(5), root.ResponseTimeout);
        Assert.Equal(typeof(double), root.ResultType);
        Assert.True(root.ResultImmutable);
        var generic = methods["GenericT1`1"];
        Assert.True(generic.ReadOnly);
        Assert.Equal(17, generic.Id);
        Assert.False(generic.ResultImmutable);
        Assert.Equal(1, methods["BytesInt32"].CancellationArgument);
        Assert.True(methods["BytesInt32"].ResultImmutable);
        Assert.Equal(-1, methods["AddInt32"].CancellationArgument);
        Assert.True(methods["ForgetInt32"].OneWay);
        Assert.False(methods["FailString"].OneWay);
        Assert.Equal(typeof(VoidResult), methods["FailString"].ResultType);
        Assert.All(ProxyFactory.GetMethods(typeof(IListener)), method => Assert.Equal(method.Name == "Heard", method.OneWay));
    }

    [Fact]
    public void A_method_is_found_by_its_id_in_the_interface_that_declares_it()
    {
        foreach (var method in ProxyFactory.GetMethods(typeof(IScientific)))
        {
            Assert.Same(method, ProxyFactory.GetMethod(method.Interface, method.Id));
            Assert.Same(method, ProxyFactory.CreateRequest(method).Method);
        }

        Assert.Throws<SerializerException>(() => ProxyFactory.GetMethod(typeof(ICalculator), 12345));
    }

    [Theory]
    [InlineData(typeof(IReturnsInt), "Sum", "System.Int32")]
    [InlineData(typeof(IGenericMethod), "Echo", "generic")]
    [InlineData(typeof(IOut), "Try", "reference")]
    [InlineData(typeof(ITwoTokens), "Wait", "CancellationToken")]
    [InlineData(typeof(IOneWayResult), "Ask", "one-way")]
    [InlineData(typeof(IProperty), "IProperty", "properties")]
    [InlineData(typeof(ISameId), "First", "same id")]
    [InlineData(typeof(IDisposable), "IDisposable", "not an interface of grains")]
    [InlineData(typeof(Calculator), "Calculator", "not an interface of grains")]
    public void A_bad_interface_is_refused_by_name_and_reason(Type contract, string name, string reason)
    {
        var error = Assert.Throws<InvalidGrainInterfaceException>(() => ProxyFactory.GetMethods(contract));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidGrainInterfaceException>(() => ProxyFactory.Create(contract, default, new LoopbackRuntime()));
    }

    [Fact]
    public void An_argument_type_without_a_codec_is_named()
    {
        var proxy = new LoopbackRuntime().Reference<IUnmarkedArgument>("a", new object());
        var error = Assert.Throws<CodecNotFoundException>(() => proxy.Take(new Engine.Serialization.Unmarked()).GetAwaiter().GetResult());
        Assert.Contains("Unmarked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_arguments_are_default_and_unknown_ones_skipped()
    {
        var method = ProxyFactory.GetMethods(typeof(ICalculator)).First(each => each.Name == "Add" && each.ResultType == typeof(int));
        var writer = new Writer(null);
        writer.WriteHeader(9, WireType.Bytes);
        writer.WriteBytes([1, 2, 3]);
        writer.WriteHeader(1, WireType.VarInt);
        writer.WriteVarInt(5);
        writer.WriteHeader(0, WireType.End);
        var bytes = writer.ToArray();
        writer.Dispose();
        var request = ProxyFactory.CreateRequest(method);
        var reader = new Reader(bytes, null);
        request.ReadArguments(ref reader);
        Assert.Equal(0, request.GetArgument(0));
        Assert.Equal(5L, request.GetArgument(1));
    }

    [Fact]
    public void Bytes_that_are_no_request_are_refused()
    {
        Assert.Throws<SerializerException>(() => Read(typeof(Engine.Serialization.Point), 0));
        Assert.Throws<SerializerException>(() => Read(typeof(ICalculator), 4711));

        static void Read(Type type, uint id)
        {
            var writer = new Writer(null);
            writer.WriteBytes(TypeNames.Encode(type));
            writer.WriteFixed32(id);
            var bytes = writer.ToArray();
            writer.Dispose();
            var reader = new Reader(bytes, null);
            ProxyFactory.ReadRequest(ref reader);
        }
    }

    public interface IReturnsInt : IGrain
    {
        int Sum();
    }

    public interface IGenericMethod : IGrain
    {
        Task<T> Echo<T>(T value);
    }

    public interface IOut : IGrain
    {
        Task Try(out int value);
    }

    public interface ITwoTokens : IGrain
    {
        Task Wait(CancellationToken first, CancellationToken second);
    }

    public interface IOneWayResult : IGrain
    {
        [OneWay]
        Task<int> Ask();
    }

    public interface IProperty : IGrain
    {
        int Value { get; }
    }

    public interface ISameId : IGrain
    {
        [Id(1)]
        Task First();

        [Id(1)]
        Task Second();
    }

    public interface IUnmarkedArgument : IGrain
    {
        Task Take(Engine.Serialization.Unmarked value);
    }
}
