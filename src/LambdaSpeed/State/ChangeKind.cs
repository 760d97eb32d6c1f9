using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed;

/// <summary>What an epoch did to a key.</summary>
[SuppressMessage("Design", "CA1008", Justification = "Zero is no change: it is what a reader holds before its first entry.")]
[SuppressMessage("Design", "CA1028", Justification = "The number is the byte in the format.")]
public enum ChangeKind : byte
{
    /// <summary>The key has this value from now on, whatever it had before.</summary>
    Put = 1,

    /// <summary>The key is gone, if it was there.</summary>
    Remove = 2,
}
