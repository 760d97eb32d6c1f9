namespace LambdaSpeed.Checkpoints;

/// <summary>Tells what a disk may throw from what is a defect.</summary>
internal static class DiskFailure
{
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
