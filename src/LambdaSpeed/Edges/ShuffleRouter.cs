using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends to the tasks in turn, chunk by chunk; a chunk that was sent early ends its turn too.</summary>
internal sealed class ShuffleRouter<T>(EdgeWriter<T>[] writers, int firstTurn) : TypedEdgeRouter<T>(writers)
{
    private readonly int _chunkSize = writers[0].ChunkSize;
    private int _turn = firstTurn % writers.Length; // whose turn it is
    private int _left = writers[0].ChunkSize;       // tuples left of this turn

    public override void Route(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        while (items.Length > 0)
        {
            var share = Math.Min(items.Length, _left);
            var count = Writers[_turn].AddSome(items[..share], stamps);
            items = items[count..];
            if (stamps.Length > 0) stamps = stamps[count..];
            _left -= count;
            if (_left == 0) NextTurn();
        }
    }

    public override void Flush(bool isIdle)
    {
        base.Flush(isIdle);
        if (_left < _chunkSize) NextTurn();
    }

    private void NextTurn()
    {
        _turn = (_turn + 1) % Writers.Length;
        _left = _chunkSize;
    }
}
