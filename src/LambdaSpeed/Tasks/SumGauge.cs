namespace LambdaSpeed.Tasks;

/// <summary>Decides whether a task that sends by key sends tuples or partial sums: by how many tuples a sum stands for.</summary>
/// <remarks>Pure. A count and not a clock, so that it decides alike on any machine: a sum costs some nanoseconds for each of its tuples,
/// and saves the way of all but one. Sums are tried after a first stretch of tuples, and then again at distances that double with each
/// vain try.</remarks>
internal sealed class SumGauge(int chunkSize)
{
    private const int WorthStarting = 4; // tuples a sum must stand for to go on with sums after a try
    private const int WorthGoingOn = 3;  // fewer than to start, so that it does not change to and fro
    private const int FirstTry = 16;     // chunks of tuples before sums are tried
    private const int RarestTry = 4096;  // chunks between two tries at most
    private const int Stretch = 64;      // chunks after which sums are handed on, and judged
    private const int LeastSeen = 4;     // chunks that a judgement needs when a signal cut the stretch short

    private long _untilTry = (long)FirstTry * chunkSize; // tuples to send before sums are tried
    private int _distance = FirstTry * 2; // chunks to the try after a vain one; doubles up to the rarest
    private long _seen;     // tuples of the stretch
    private bool _isProven; // sums were worth it in the stretch before

    /// <summary>Are sums to be sent?</summary>
    public bool IsSumming { get; private set; }

    /// <summary>Has the stretch seen enough to be handed on?</summary>
    public bool IsStretchOver => _seen >= (long)Stretch * chunkSize;

    /// <summary>Notes tuples: sent, or added up.</summary>
    public void Note(int tuples)
    {
        if (IsSumming)
        {
            _seen += tuples;
            return;
        }
        _untilTry -= tuples;
        if (_untilTry <= 0) IsSumming = true;
    }

    /// <summary>The sums are handed on: judges whether they were few enough.</summary>
    /// <param name="sums">How many there are.</param>
    /// <param name="isCut">Was it a signal that ended the stretch, which says nothing about the tuples?</param>
    public void Judge(int sums, bool isCut)
    {
        var seen = _seen;
        _seen = 0;
        if (isCut && seen < (long)LeastSeen * chunkSize) return;

        if (seen >= (long)sums * (_isProven ? WorthGoingOn : WorthStarting))
        {
            _isProven = true;
            _distance = FirstTry;
            return;
        }
        _isProven = false;
        IsSumming = false;
        _untilTry = (long)_distance * chunkSize;
        _distance = Math.Min(_distance * 2, RarestTry);
    }
}
