using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends to the tasks in turn, to each as many as the slowest of them asks for at a time; a chunk that was sent early ends its
/// turn
/// too.</summary>
internal sealed class ShuffleRouter<T>(EdgeWriter<T>[] writers, int firstTurn) : TypedEdgeRouter<T>(writers)
{
    private int _turn = firstTurn % writers.Length; // whose turn it is
    private int _round;                             // turns of this round that are over
    private int _share = LeastWanted(writers);      // tuples of a turn in this round: alike for all, so that all get equally many
    private int _left = LeastWanted(writers);       // tuples left of this turn

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
        if (_left < _share) NextTurn();
    }

    private void NextTurn()
    {
        _turn = (_turn + 1) % Writers.Length;
        if (++_round == Writers.Length) (_round, _share) = (0, LeastWanted(Writers));
        _left = _share;
    }

    private static int LeastWanted(EdgeWriter<T>[] writers)
    {
        var least = int.MaxValue;
        foreach (var writer in writers) least = Math.Min(least, writer.Wanted);
        return least;
    }
}
