using System.Text;

namespace LambdaSpeed.Checkpoints;

/// <summary>What every store asks of a commit before it writes anything.</summary>
internal static class CommitCheck
{
    /// <summary>How many bytes of UTF-8 a section's name may have.</summary>
    public const int LongestSection = ushort.MaxValue;

    private const int LongestShown = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The epoch is not a later one, or a block cannot be written.</exception>
    public static void Require(EpochId epoch, EpochId latest, IReadOnlyList<ChangeBlock> blocks)
    {
        if (epoch <= latest || epoch <= EpochId.None) throw new ArgumentException(
            $"Cannot commit {epoch}: the latest commit is {latest}. Epochs go on from commit to commit, and from run to run.",
            nameof(epoch));

        for (var i = 0; i < blocks.Count; i++) Require(blocks[i]);
    }

    /// <exception cref="ArgumentOutOfRangeException">What a snapshot holds is not from its epoch on, or not committed.</exception>
    public static void RequireThrough(EpochId through, EpochId epoch, Checkpoint? latest)
    {
        var newest = latest?.Epoch ?? EpochId.None;
        if (through < epoch || through > newest) throw new ArgumentOutOfRangeException(
            nameof(through), through, $"A snapshot of {epoch} holds what is committed, from {epoch} up to {newest}.");
    }

    /// <exception cref="ArgumentException">The block cannot be written.</exception>
    public static void Require(ChangeBlock block)
    {
        if (block.Section is null) throw new ArgumentException(
            "A block names no section. Say which part of the state it belongs to.", nameof(block));
        if (Utf8.GetByteCount(block.Section) > LongestSection) throw new ArgumentException(
            $"The section '{block.Section[..LongestShown]}…' has more than {LongestSection} bytes. Give it a shorter name.",
            nameof(block));
    }
}
