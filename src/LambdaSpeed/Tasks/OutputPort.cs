using LambdaSpeed.Edges;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>An output of a stage: a buffer, and who gets what is written to it.</summary>
/// <remarks>When the only reader is one fused stage, the buffer is that stage's input and handing on costs nothing.</remarks>
internal sealed class OutputPort<T>(int fusedReaders, int edges, int capacity, bool carriesStamps) : IOutputPort
{
    private readonly List<TupleBuffer<T>> _fused = [];
    private readonly List<TypedEdgeRouter<T>> _routers = [];
    private readonly bool _isShared = fusedReaders == 1 && edges == 0;

    public TupleBuffer<T> Buffer { get; } = new(capacity, carriesStamps);

    /// <summary>Is there anyone to read it?</summary>
    public bool IsRead => fusedReaders + edges > 0;

    /// <summary>The input of one more fused stage.</summary>
    public TupleBuffer<T> AddFusedReader()
    {
        if (_isShared) return Buffer;
        var input = new TupleBuffer<T>(capacity, Buffer.CarriesStamps);
        _fused.Add(input);
        return input;
    }

    public void AddRouter(TypedEdgeRouter<T> router) => _routers.Add(router);

    public void Deliver()
    {
        if (_isShared || Buffer.IsEmpty) return;
        foreach (var reader in _fused) reader.Append(Buffer);
        foreach (var router in _routers) router.Route(Buffer);
        Buffer.Clear();
    }
}
