import { withExamples, type CommandGroup } from '../command.ts';

export const addDoctorCommand: CommandGroup = (program, context) => {
  const doctor = program
    .command('doctor')
    .description('check this machine: versions, ports, clock, disk, checksums, permissions')
    .action(async () => (await import('../actions/examine.ts')).examine(context));
  withExamples(doctor, 'doctor', 'doctor --json');
};
