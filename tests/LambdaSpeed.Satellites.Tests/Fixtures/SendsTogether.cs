using System.Text;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Sends what is asked for while a call lasts by the next one, so that a test does not wait for the server's disk with each
/// message.</summary>
/// <param name="send">Sends messages, durably when it returns; called once at a time.</param>
internal sealed class SendsTogether(Func<IReadOnlyList<(string Id, byte[] Body)>, CancellationToken, Task> send)
{
    private readonly List<(string Id, byte[] Body, TaskCompletionSource Sent)> _waiting = [];
    private bool _isSending;

    public async Task SendAsync(string id, string text, CancellationToken cancellationToken)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool begins;
        lock (_waiting)
        {
            _waiting.Add((id, Encoding.UTF8.GetBytes(text), sent));
            begins = !_isSending;
            _isSending = true;
        }
        if (begins) await SendWaitingAsync(cancellationToken);
        await sent.Task;
    }

    private async Task SendWaitingAsync(CancellationToken cancellationToken)
    {
        while (TakeWaiting() is { Count: > 0 } batch)
        {
            try
            {
                await send([.. batch.Select(message => (message.Id, message.Body))], cancellationToken);
                batch.ForEach(message => message.Sent.SetResult());
            }
            catch (Exception failure)
            {
                batch.ForEach(message => message.Sent.SetException(failure));
            }
        }
    }

    private List<(string Id, byte[] Body, TaskCompletionSource Sent)> TakeWaiting()
    {
        lock (_waiting)
        {
            var batch = _waiting.ToList();
            _waiting.Clear();
            _isSending = batch.Count > 0;
            return batch;
        }
    }
}
