using Samples.Shared;
using SqlBatch;

return await SampleHost.MainAsync(args, SqlBatchApp.RunAsync);
