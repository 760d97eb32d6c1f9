using LambdaSpeed.Codecs;

namespace LambdaSpeed.Views;

/// <summary>Where keys are in the slices of a view.</summary>
/// <param name="codec">The codec by which the slices hash keys.</param>
/// <param name="hashesAlike">Is it that by which readers have hashed them already?</param>
/// <param name="tasks">How many tables a slice has.</param>
/// <param name="keyGroups">By how many groups keys belong to them.</param>
internal sealed class SliceReads<TKey>(ICodec<TKey> codec, bool hashesAlike, int tasks, int keyGroups)
{
    /// <summary>The table of a key, and the hash that leads to its slot there.</summary>
    public (int Task, uint Hash) PlaceOf(TKey key, uint hash)
    {
        if (!hashesAlike) hash = KeyHash.Of(key, codec);
        return (tasks == 1 ? 0 : KeyGroups.TaskOf(KeyGroups.GroupOf(hash, keyGroups), keyGroups, tasks), hash);
    }
}
