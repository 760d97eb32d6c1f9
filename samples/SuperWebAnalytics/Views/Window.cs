namespace SuperWebAnalytics.Views;

/// <summary>The starts of the windows that a time lies in, all in seconds since 1970-01-01T00:00:00Z.</summary>
internal static class Window
{
    public static long Minute(long time) => time - time % 60;

    public static long Hour(long time) => time - time % 3_600;

    public static long Day(long time) => time - time % 86_400;
}
