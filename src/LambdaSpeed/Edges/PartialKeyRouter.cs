using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends each tuple to the less loaded of the two tasks of its key, by what this sender has sent.</summary>
/// <remarks>After Nasir et al., "The Power of Both Choices" (ICDE 2015): two choices by local counts are nearly as even as a
/// shuffle.</remarks>
internal sealed class PartialKeyRouter<T>(EdgeWriter<T>[] writers, Func<T, uint> hashOf) : TypedEdgeRouter<T>(writers)
{
    private const uint SecondChoice = 0x9E37_79B9; // turns the hash into another one

    private readonly long[] _sent = new long[writers.Length];

    public override void Route(TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        for (var i = 0; i < items.Length; i++)
        {
            var hash = hashOf(items[i]);
            var first = KeyGroups.GroupOf(hash, Writers.Length);
            var second = (first + 1 + KeyGroups.GroupOf(hash * SecondChoice, Writers.Length - 1)) % Writers.Length;
            var chosen = _sent[first] <= _sent[second] ? first : second;
            _sent[chosen]++;
            if (stamps.Length > 0) Writers[chosen].Add(items[i], stamps[i]);
            else Writers[chosen].Add(items[i]);
        }
    }
}
