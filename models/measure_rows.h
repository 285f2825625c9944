// The rows of the table of measures, a block for each thing that is measured. X_measures.c holds the rows of X.
#ifndef MODELS_MEASURE_ROWS_H
#define MODELS_MEASURE_ROWS_H

#include "sim/engine/measure.h"

// Where definitions come from.
#define SITREP "NHS England, urgent and emergency care daily situation reports"
#define MONTHLY "NHS England, A&E attendances and emergency admissions"
#define CLINICAL_QUALITY "NHS England, A&E clinical quality indicators"
#define RTT "NHS England, consultant-led referral to treatment waiting times"
#define QMCO "NHS England, cancelled elective operations (QMCO)"
#define OUTPATIENTS "NHS England, Hospital Outpatient Activity"
#define ACTION "NHS England, industrial action data"

extern const SimMeasureBlock emergency_measures;
extern const SimMeasureBlock beds_measures;
extern const SimMeasureBlock waiting_list_measures;
extern const SimMeasureBlock cancellation_measures;
extern const SimMeasureBlock staffing_measures;
extern const SimMeasureBlock maternity_measures;
extern const SimMeasureBlock booking_measures;
extern const SimMeasureBlock recovery_measures;

#endif
