using System.Runtime.ExceptionServices;

namespace LambdaSpeed.Yardsticks;

/// <summary>Runs two actions side by side, the first one on the calling thread.</summary>
public static class TwoThreads
{
    public static void Run(Action here, Action there)
    {
        ArgumentNullException.ThrowIfNull(here);

        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                there();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failure = e;
            }
        });
        thread.Start();
        here();
        thread.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
