namespace LambdaSpeed.Aggregation;

/// <summary>How far an append-only array is written; several values may share the array, each seeing its own prefix.</summary>
/// <remarks>Who appends first to a prefix owns the place behind it; any other value that wants to append there must first take a copy.
/// So a value assigned elsewhere stays as it was, in O(1), even while the original grows on another thread.</remarks>
internal abstract class PrefixClaim
{
    private int _written; // places claimed so far, 0 to the array's length; whoever claims writes it

    protected PrefixClaim(int written) => _written = written;

    /// <summary>Claims the place behind a prefix of this length; false when another value was first.</summary>
    public bool TryClaim(int length) => Interlocked.CompareExchange(ref _written, length + 1, length) == length;
}
