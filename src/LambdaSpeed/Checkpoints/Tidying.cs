using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Deletes files of which nothing depends: a failure leaves them for the next time.</summary>
internal static class Tidying
{
    public static void Delete(IStorage storage, IEnumerable<CheckpointFileName> files)
    {
        foreach (var file in files) Attempt(() => storage.Delete(file.ToString()));
    }

    /// <summary>Does what may as well be left undone when the disk does not want to.</summary>
    public static void Attempt(Action tidy)
    {
        try
        {
            tidy();
        }
        catch (Exception exception) when (DiskFailure.Is(exception))
        {
            // what is left lying is found, and passed over, by the next start
        }
    }
}
