namespace LambdaSpeed.Testing;

/// <summary>A commit whose answer was lost, with copies of what it holds.</summary>
internal sealed record HeldCommit(EpochId Epoch, byte[] Manifest, IReadOnlyList<ChangeBlock> Blocks)
{
    public static HeldCommit Of(EpochId epoch, ReadOnlyMemory<byte> manifest, IReadOnlyList<ChangeBlock> blocks) =>
        new(epoch, manifest.ToArray(), [.. blocks.Select(block => block with { Entries = block.Entries.ToArray() })]);

    public void MakeIn(ICheckpointJournal journal) => journal.Commit(Epoch, Manifest, Blocks);
}
