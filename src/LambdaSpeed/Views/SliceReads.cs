using LambdaSpeed.Codecs;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>Where keys are in the slices of a view.</summary>
/// <param name="codec">The codec by which the slices hash keys.</param>
/// <param name="hashesAlike">Is it that by which readers have hashed them already?</param>
/// <param name="tasks">How many tables a slice has.</param>
/// <param name="keyGroups">By how many groups keys belong to them.</param>
/// <param name="parts">Hashes keys that are made of parts; null for all others.</param>
internal sealed class SliceReads<TKey>(ICodec<TKey> codec, bool hashesAlike, int tasks, int keyGroups, IEntryHash<TKey>? parts)
{
    /// <summary>The table of a key, and the hash that leads to its slot there.</summary>
    public (int Task, uint Hash) PlaceOf(TKey key, uint hash)
    {
        if (parts is not null) return (TaskOf(parts.OwnerHash(key)), parts.EntryHash(key));
        if (!hashesAlike) hash = KeyHash.Of(key, codec);
        return (TaskOf(hash), hash);
    }

    private int TaskOf(uint hash) => tasks == 1 ? 0 : KeyGroups.TaskOf(KeyGroups.GroupOf(hash, keyGroups), keyGroups, tasks);
}
